"""Deletes files of a repository one by one through oxenai, as a script of its users would: each call is a commit.

    python benchOxenai.py HOST NAMESPACE/NAME PATH ...      prints {"ms": ..., "done": ...}; OXEN_CONFIG_DIR names the author
"""

import json
import sys
import time

from oxen import RemoteRepo

host, name, *paths = sys.argv[1:]
repo = RemoteRepo(name, host, "main", "http")
repo.ls("")  # what it looks up once is not counted
started = time.perf_counter()
for path in paths:
    repo.delete_file(path)
print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "done": len(paths)}))
