import { datasetFlags } from './access';
import { attach, detach, type FolderNode, type Node } from './model';
import { forget, type World } from './world';

/** Entries freed between two requests, so that a large trash drains visibly and never stalls an answer. */
const FREED_PER_REQUEST = 2000;

/** Out of sight at once, freed later: what deleting a folder means on Onedata (trash.erl). */
export function moveToTrash(world: World, folder: FolderNode): void {
  detach(folder);
  folder.name = `${folder.name}@@${folder.uuid}`;
  attach(folder.space.trash, folder);
  world.trashed.push({ folder, due: world.now() + world.trashDrainMs });
}

/** The background deletion. It runs as root and stops at nothing but data protection: such entries stay in the trash for good. */
export function drainTrash(world: World): void {
  let budget = FREED_PER_REQUEST;
  while (budget > 0) {
    const next = world.trashed[0];
    if (!next || next.due > world.now()) return;
    budget = free(world, next.folder, budget);
    if (budget > 0) world.trashed.shift();
  }
}

/** Frees a subtree from the leaves; returns what is left of the budget, 0 when it has to go on later. */
function free(world: World, folder: FolderNode, budget: number): number {
  let left = budget;
  for (const child of folder.children.values()) {
    if (left <= 0) return 0;
    left = child.type === 'DIR' ? free(world, child, left) : release(world, child, left);
  }
  const isEmpty = folder.children.size === 0;
  return isEmpty && left > 0 ? release(world, folder, left) : left;
}

function release(world: World, node: Node, budget: number): number {
  if (datasetFlags(node).includes('data_protection')) return budget;
  detach(node);
  forget(world, node);
  return budget - 1;
}
