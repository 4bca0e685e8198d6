import type { RemoteAddress } from '../removal/address';
import type { Action } from '../removal/plan';

/** What taking entries out of a remote of each kind is. */
export const REMOVAL_ON = {
  oxen: 'stageRemoval',
  onedata: 'deletePermanently',
} as const satisfies Readonly<Record<RemoteAddress['kind'], Action>>;
