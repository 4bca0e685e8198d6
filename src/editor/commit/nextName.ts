/** `removals` → `removals-2` → `removals-3`. */
export function nextName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, count] = /^(.*?)(?:-(\d+))?$/su.exec(name) ?? [];
  for (let n = Number(count ?? 1) + 1; ; n++) {
    const candidate = `${stem}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
