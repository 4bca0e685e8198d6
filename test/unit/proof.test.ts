import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { lookPatiently } from '../../src/removal/proof';
import type { Act, Presence, Target } from '../../src/removal/remote';
import { ONE_BY_ONE, never, targets } from '../support/builders';
import { virtualClock } from '../support/virtualClock';

const namesOf = (of: readonly Target[]): readonly string[] => of.map(({ entry }) => entry.path);

/** An act that can only look, and how often it was asked for what. */
function looking(answer: (of: readonly Target[], time: number) => Promise<readonly Presence[]>) {
  const asked: (readonly string[])[] = [];
  const act: Act = {
    limits: ONE_BY_ONE,
    proof: 'all',
    perform: () => assert.fail('a look sends nothing'),
    lookAgain: (of) => {
      asked.push(namesOf(of));
      return answer(of, asked.length);
    },
  };
  return { act, asked };
}

describe('a patient look', () => {
  const of = targets(3);
  const [first, second, third] = namesOf(of);

  it('gives one presence a target, in their order, after one question when all could be seen', async () => {
    const { act, asked } = looking(() => Promise.resolve(['gone', 'there', 'gone']));
    const clock = virtualClock();
    const from = clock.environment.now();
    const seen = await clock.finish(lookPatiently(act, of, clock.environment, never));
    assert.deepEqual(seen, ['gone', 'there', 'gone']);
    assert.deepEqual(asked, [[first, second, third]]);
    assert.equal(clock.environment.now(), from, 'nothing to wait for');
  });

  it('asks again only for what nobody could say, and puts each answer in its place', async () => {
    const answers: readonly (readonly Presence[])[] = [
      ['unreadable', 'gone', 'unreadable'],
      ['there', 'unreadable'],
      ['gone'],
    ];
    const { act, asked } = looking((_, time) =>
      Promise.resolve(answers[time - 1] ?? assert.fail('one question too many')),
    );
    const clock = virtualClock();
    assert.deepEqual(await clock.finish(lookPatiently(act, of, clock.environment, never)), ['there', 'gone', 'gone']);
    assert.deepEqual(asked, [[first, second, third], [first, third], [third]]);
  });

  it('waits between the four questions as between tries, and then leaves it unreadable', async () => {
    const { act, asked } = looking((some) => Promise.resolve(some.map(() => 'unreadable')));
    const clock = virtualClock();
    const from = clock.environment.now();
    assert.deepEqual(
      await clock.finish(lookPatiently(act, of, clock.environment, never)),
      of.map(() => 'unreadable'),
    );
    assert.equal(asked.length, 4);
    assert.equal(clock.environment.now() - from, 125 + 250 + 500);
  });

  it('has seen nothing where an act answers too little or throws', async () => {
    const clock = virtualClock();
    const scant = looking(() => Promise.resolve(['gone']));
    const seen = await clock.finish(lookPatiently(scant.act, of, clock.environment, never));
    assert.deepEqual(seen, ['gone', 'gone', 'gone'], 'one more with every question');
    const broken = looking(() => Promise.reject(new Error('a broken act')));
    assert.deepEqual(
      await clock.finish(lookPatiently(broken.act, of, clock.environment, never)),
      of.map(() => 'unreadable'),
    );
  });

  it('asks nothing about nothing, and nothing once it was told to end', async () => {
    const { act, asked } = looking(() => assert.fail('nobody asked'));
    const { environment } = virtualClock();
    assert.deepEqual(await lookPatiently(act, [], environment, never), []);
    assert.deepEqual(
      await lookPatiently(act, of, environment, AbortSignal.abort()),
      of.map(() => 'unreadable'),
    );
    assert.deepEqual(asked, []);
  });

  it('ends at once when told to, although the act is deaf, and asks no more', async () => {
    const { act, asked } = looking(() => new Promise(() => undefined));
    const { environment } = virtualClock();
    const end = new AbortController();
    const look = lookPatiently(act, of, environment, end.signal);
    end.abort();
    assert.deepEqual(
      await look,
      of.map(() => 'unreadable'),
    );
    assert.equal(asked.length, 1);
  });

  it('leaves no listener behind on a signal that lives longer', async () => {
    const { act } = looking((some) => Promise.resolve(some.map(() => 'gone')));
    const { environment } = virtualClock();
    const { signal } = new AbortController();
    await lookPatiently(act, of, environment, signal);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});
