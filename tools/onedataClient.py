"""Uses the practice Onedata servers through onedatafilerestclient, a client that others wrote against the real ones.

Reads the servers' start line from WINNOW_SANDBOX and the file of their certificate from WINNOW_CA; prints one line a step; exits with 1 at the first that is not as it should be.
"""

import json
import os
import sys

from onedatafilerestclient import OnedataFileRESTClient
from onedatafilerestclient.errors import OnedataRESTError

SPACE = "Field Station"
line = json.loads(os.environ["WINNOW_SANDBOX"])
host = line["onedata"]["onezone"].removeprefix("https://")
client = OnedataFileRESTClient(host, line["onedata"]["token"], verify_ssl=os.environ["WINNOW_CA"])
steps = 0


def step(what, found, expected):
    global steps
    if found != expected:
        sys.exit(f"✘ {what}: {found!r}, not {expected!r}")
    steps += 1
    print(f"✔ {what}")


def names(folder=None):
    found, token = [], None
    while True:
        page = client.list_children(SPACE, attributes=["name"], limit=7, continuation_token=token, file_path=folder)
        found += [child["name"] for child in page["children"]]
        token = page["nextPageToken"]
        if page["isLast"]:
            return sorted(found)


def errno(path):
    """What the server says of an entry that is gone."""
    try:
        client.get_attributes(SPACE, file_path=path)
    except OnedataRESTError as error:
        return (error.http_code, error.category, (error.details or {}).get("errno"))
    return None


step("the space is among those of the token", SPACE in [name.split("@")[0] for name in client.list_spaces()], True)
top = names()
step("the root lists its folders, page by page", {"README.md", "annotations", "tables"} <= set(top), True)
content = "Written by another client.\n".encode()
client.create_file(SPACE, "by-others/deep/note.txt", create_parents=True)
client.put_file_content(SPACE, content, file_path="by-others/deep/note.txt")
step("a file that it creates is listed", names("by-others/deep"), ["note.txt"])
step("it reads back what it wrote", client.get_file_content(SPACE, file_path="by-others/deep/note.txt"), content)
attributes = client.get_attributes(SPACE, attributes=["name", "type", "size"], file_path="by-others/deep/note.txt")
step("its size is right", (attributes["name"], attributes["type"], attributes["size"]), ("note.txt", "REG", len(content)))
client.remove(SPACE, file_path="by-others/deep/note.txt")
step("it removes the file", names("by-others/deep"), [])
step("the file is gone in the words of the server", errno("by-others/deep/note.txt"), (400, "posix", "enoent"))
client.remove(SPACE, file_path="by-others")
step("it removes a folder with all it holds, and nothing else", names(), top)
print(f"{steps} passed, 0 failed")
