import type { RemoteAddress } from '../../removal/address';
import type { Confirmation } from '../../removal/confirmation';
import type { Act } from '../../removal/remote';
import type { Report } from '../../removal/report';
import type { Announce } from './announcing';
import type { Seen } from './planFreshness';
import type { Remotes } from './remotes';

/** Another way, offered in the dialog. */
export interface Instead {
  readonly label: string;
  readonly run: () => Promise<Report | undefined>;
}

/** How a plan is carried out once it was agreed to. */
export interface HowToRun {
  readonly actOf: (remote: RemoteAddress) => Act;
  /** Needed to offer an undo. */
  readonly remotes?: Remotes;
  /** Sentences for the dialog beyond what the plan itself says. */
  readonly notes?: readonly string[];
  /** Instead of the decision table's answer: stricter only. */
  readonly confirmation?: Confirmation;
  /** Instead of the usual notification; the undo stays. */
  readonly announce?: Announce;
  /** A gentler way, offered beside the action. */
  readonly instead?: Instead;
  /** Makes the plan anew, and asks anew, when its count has become old. */
  readonly renew?: () => Promise<Report | undefined>;
  /** Whether a plan still holds that lay open, for review or with its question; tells the person when nobody could look. */
  readonly lookAgain?: () => Promise<Seen>;
  /** Tells the person how it ended, in place of the usual notification. Also when the plan was reviewed first. */
  readonly tell?: (report: Report) => Promise<void>;
}
