import { countStaged } from '../../removal/stagedEntries';
import { tellBriefly } from '../briefly';
import { changeAuthor } from '../commit/author';
import { commitWorkspace } from '../commit/commitFlow';
import type { CommitParts } from '../commit/commitParts';
import { COMMANDS } from '../ids';
import * as words from '../wording/commit';
import { chooseWorkspace, type ChoosingParts, type Wanted, type WorkspaceRow } from './chosenWorkspace';
import type { Handler } from './register';

export function commitCommands(parts: CommitParts & ChoosingParts): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.oxenCommit]: async (row?: WorkspaceRow | string) => {
      const wanted: Wanted = {
        fits: ({ state }) =>
          state !== undefined && countStaged(state) + state.uploaded.length + state.edited.length > 0,
        none: words.nothingStaged(),
      };
      const workspace = await chooseWorkspace(row, wanted, parts);
      return workspace && commitWorkspace(workspace, parts);
    },
    [COMMANDS.oxenChangeAuthor]: async () => {
      const author = await changeAuthor(parts.authors);
      if (author) tellBriefly(words.authorChanged(author.author));
    },
  };
}
