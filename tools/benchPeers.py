"""Removes files of the practice space one by one through onedatafilerestclient, as a script of its users would.

    python benchPeers.py PATH ...      prints {"ms": ..., "done": ...}; the servers and their certificate as for onedataClient.py
"""

import json
import os
import sys
import time

from onedatafilerestclient import OnedataFileRESTClient

line = json.loads(os.environ["WINNOW_SANDBOX"])
host = line["onedata"]["onezone"].removeprefix("https://")
client = OnedataFileRESTClient(host, line["onedata"]["token"], verify_ssl=os.environ["WINNOW_CA"])
client.list_spaces()  # what it looks up once is not counted
started = time.perf_counter()
for path in sys.argv[1:]:
    client.remove("Field Station", file_path=path)
print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "done": len(sys.argv) - 1}))
