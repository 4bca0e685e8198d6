import assert from 'node:assert/strict';
import type { Connections } from '../../src/editor/accounts/connections';
import type { RunHistory } from '../../src/editor/removal/runHistory';
import { settlePast } from '../../src/editor/removal/settlePast';
import type { RemoteAddress } from '../../src/removal/address';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Remote } from '../../src/removal/remote';
import type { Report, ReportLine } from '../../src/removal/report';
import { OTHER_SPACE, SPACE, file, never, planOf, target, unavailable } from '../support/builders';

describe('what a past run left unknown, on two remotes', () => {
  const plan = planOf([SPACE, OTHER_SPACE].flatMap((remote) => ['a', 'b'].map((name) => target(file(name), remote))));
  const report: Report = {
    plan,
    lines: plan.targets.map((one): ReportLine => {
      return { target: one, outcome: { kind: 'unknown', failure: unavailable() }, attempts: 1, durationMs: 0 };
    }),
    startedAt: 1,
    endedAt: 2,
  };

  it('is settled on the one that can be reached, whichever of them that is', async () => {
    for (const reachable of [SPACE, OTHER_SPACE]) {
      const asked: RemoteAddress[] = [];
      const written: Report[] = [];
      const remote = (address: RemoteAddress) => {
        asked.push(address);
        const removal = { lookAgain: (of: readonly unknown[]) => Promise.resolve(of.map(() => 'gone')) };
        return Promise.resolve(
          address === reachable
            ? success({ address, effect: 'destroys', removal } as unknown as Remote)
            : failed(failureOf('network', 'hostNotFound', { reach: 'notSent' })),
        );
      };
      const history = { correct: (one: Report) => Promise.resolve(void written.push(one)) } as unknown as RunHistory;
      const settled = await settlePast(report, { remote } as unknown as Connections, history, never);
      for (const { target: of, outcome } of settled.lines)
        assert.equal(outcome.kind, of.remote === reachable ? 'done' : 'unknown');
      assert.deepEqual(written, [settled]);
      assert.deepEqual(asked, [SPACE, OTHER_SPACE], 'each is connected to once');
    }
  });
});
