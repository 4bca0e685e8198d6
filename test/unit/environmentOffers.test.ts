import assert from 'node:assert/strict';
import { offersIn } from '../../src/editor/accounts/environmentOffers';

describe('onedata: what the environment offers for a new account', () => {
  const cases: readonly (readonly [what: string, env: Record<string, string>, offers: readonly object[]])[] = [
    ['nothing', { PATH: '/bin' }, []],
    [
      'a Onezone and its token',
      { ONEDATA_ONEZONE_HOST: 'https://zone.example', ONEDATA_TOKEN: 'T' },
      [{ variables: ['ONEDATA_ONEZONE_HOST', 'ONEDATA_TOKEN'], origin: 'https://zone.example', token: 'T' }],
    ],
    [
      "oneclient's provider and token",
      { ONECLIENT_PROVIDER_HOST: 'op.example', ONECLIENT_ACCESS_TOKEN: 'C' },
      [{ variables: ['ONECLIENT_PROVIDER_HOST', 'ONECLIENT_ACCESS_TOKEN'], origin: 'https://op.example', token: 'C' }],
    ],
    [
      'a host without a token, and a token without a host',
      { ONEDATA_ONEZONE_HOST: 'zone.example', ONECLIENT_ACCESS_TOKEN: 'C' },
      [
        { variables: ['ONEDATA_ONEZONE_HOST'], origin: 'https://zone.example' },
        { variables: ['ONECLIENT_ACCESS_TOKEN'], token: 'C' },
      ],
    ],
    [
      'a provider with whichever token there is',
      { ONEPROVIDER_HOST: 'op.example:8443', ONEDATA_TOKEN: 'T' },
      [{ variables: ['ONEPROVIDER_HOST', 'ONEDATA_TOKEN'], origin: 'https://op.example:8443', token: 'T' }],
    ],
    [
      'nothing of what is blank or no address',
      { ONEPROVIDER_HOST: 'https://op.example/api?x=1', ONEDATA_TOKEN: ' ' },
      [],
    ],
    [
      'a plain http address as it is written: the wire refuses it, not this choice',
      { ONEPROVIDER_HOST: 'http://op.example' },
      [{ variables: ['ONEPROVIDER_HOST'], origin: 'http://op.example' }],
    ],
  ];
  for (const [what, env, offers] of cases) {
    it(what, () => {
      assert.deepEqual(offersIn(env), offers);
    });
  }
});
