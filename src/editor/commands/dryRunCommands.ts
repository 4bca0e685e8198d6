import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import type { Plan } from '../../removal/plan';
import { byRemote } from '../../removal/selection';
import type { Connections, Endpoint } from '../accounts/connections';
import { COMMANDS } from '../ids';
import { curlLines, hasCommands, oxenLines, type CommandLines } from '../removal/planCommandLines';
import type { PlanDocuments } from '../removal/planDocuments';
import { REMOVAL_ON } from '../removalOn';
import { tellFailure, type Telling } from '../tellFailure';
import * as words from '../wording/dryRun';
import { entriesMeant, meantBy } from './meant';
import type { Handler } from './register';
import type { RemovalParts } from './removalCommands';

export interface DryRunParts extends RemovalParts, Telling {
  readonly plans: PlanDocuments;
  readonly connections: Connections;
}

/** Looking at a plan without being asked anything, and taking it elsewhere. */
export function dryRunCommands(parts: DryRunParts): Readonly<Record<string, Handler>> {
  const { door, plans, oxen, onedata, asStagedNow } = parts;
  const views = { oxen, onedata };
  const dryRun =
    (kind: keyof typeof views) =>
    async (clicked?: unknown, selected?: unknown): Promise<Plan | undefined> => {
      const gesture = await entriesMeant(meantBy(clicked, selected), { [kind]: views[kind] }, door);
      return gesture && door.dryRun(REMOVAL_ON[kind], await asStagedNow(gesture));
    };
  const planAt = (uri: vscode.Uri | undefined): Plan | undefined => {
    const shown = uri ?? vscode.window.activeTextEditor?.document.uri;
    const plan = shown && plans.planOf(shown);
    if (plan && hasCommands(plan)) return plan;
    void vscode.window.showInformationMessage(words.noPlan());
    return undefined;
  };
  return {
    [COMMANDS.oxenDryRun]: dryRun('oxen'),
    [COMMANDS.onedataDryRun]: dryRun('onedata'),
    [COMMANDS.copyAsCurl]: async (uri?: vscode.Uri) => {
      const plan = planAt(uri);
      if (plan) await copyCurl(plan, parts);
    },
    [COMMANDS.copyAsOxen]: async (uri?: vscode.Uri) => {
      const plan = planAt(uri);
      if (plan) await copy(oxenLines(plan));
    },
  };
}

async function copyCurl(plan: Plan, parts: DryRunParts): Promise<void> {
  const endpoints = new Map<string, Endpoint>();
  for (const [first] of byRemote(plan.targets)) {
    if (!first) continue;
    const endpoint = await parts.connections.endpoint(first.remote);
    if (!endpoint.ok) return tellFailure(endpoint.failure, first.remote, parts);
    endpoints.set(remoteKey(first.remote), endpoint.value);
  }
  await copy(curlLines(plan, (remote) => endpoints.get(remoteKey(remote)) ?? NOWHERE));
}

const NOWHERE: Endpoint = { origin: '', version: '' };

async function copy({ lines, inexpressible }: CommandLines): Promise<void> {
  if (lines.length > 0) await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
  void vscode.window.showInformationMessage(words.copied(lines.length, inexpressible));
}
