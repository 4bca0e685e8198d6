// An independent witness: asks the servers themselves what is there, by plain HTTP. Shares no code with src/.

/** JSON of a GET, or of a POST without a body. Anything but a 2xx is an error. */
async function ask(url, headers, method = 'GET') {
  const answer = await fetch(url, { method, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

const encode = (remotePath) => remotePath.split('/').map(encodeURIComponent).join('/');

/** What an Oxen server says. */
export function oxenProbe({ url, token }) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const repo = (namespace, name) => `${url}/api/repos/${namespace}/${name}`;
  return {
    async repositories() {
      const { namespaces } = await ask(`${url}/api/namespaces`, headers);
      const lists = await Promise.all(namespaces.map(({ namespace }) => ask(`${url}/api/repos/${namespace}`, headers)));
      return lists.flatMap(({ repositories }) => repositories.map(({ namespace, name }) => ({ namespace, name })));
    },
    /** [{ id, name, commit }] */
    async workspaces(namespace, name) {
      const { workspaces } = await ask(`${repo(namespace, name)}/workspaces`, headers);
      return workspaces.map((workspace) => ({ id: workspace.id, name: workspace.name, commit: workspace.commit.id }));
    },
    /** Paths staged as removed in a workspace, sorted. */
    async staged(namespace, name, workspace) {
      const changes = await ask(
        `${repo(namespace, name)}/workspaces/${workspace}/changes?page=1&page_size=1000000`,
        headers,
      );
      return changes.staged.removed_files.entries.map(({ filename }) => filename).sort();
    },
    /** Every file below a folder of a commit or branch, sorted. */
    async files(namespace, name, revision, folder = '') {
      const found = [];
      for (let page = 1, pages = 1; page <= pages; page++) {
        const place = `${encode(revision)}${folder ? `/${encode(folder)}` : ''}`;
        const listing = await ask(`${repo(namespace, name)}/dir/${place}?page=${page}&page_size=1000`, headers);
        pages = listing.total_pages;
        for (const { filename, is_dir: isFolder } of listing.entries) {
          const full = folder ? `${folder}/${filename}` : filename;
          if (isFolder) found.push(...(await this.files(namespace, name, revision, full)));
          else found.push(full);
        }
      }
      return found.sort();
    },
  };
}

/** What a Oneprovider says. */
export function onedataProbe({ oneprovider, token }) {
  const headers = { 'X-Auth-Token': token };
  const api = `${oneprovider.startsWith('http') ? oneprovider : `https://${oneprovider}`}/api/v3/oneprovider`;
  return {
    /** [{ id, name }] */
    async spaces() {
      return (await ask(`${api}/spaces`, headers)).map(({ spaceId, name }) => ({ id: spaceId, name }));
    },
    /** Names in a folder of a space, sorted. */
    async names(space, folder = '') {
      let id = space;
      if (folder) {
        const { name } = (await this.spaces()).find((candidate) => candidate.id === space);
        ({ fileId: id } = await ask(`${api}/lookup-file-id/${encode(`${name}/${folder}`)}`, headers, 'POST'));
      }
      const names = [];
      for (let next = ''; ;) {
        const page = await ask(
          `${api}/data/${id}/children?attributes=name&limit=1000${next && `&token=${next}`}`,
          headers,
        );
        names.push(...page.children.map(({ name }) => name));
        if (page.isLast) return names.sort();
        next = page.nextPageToken;
      }
    },
  };
}
