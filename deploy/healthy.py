"""Does the site answer in its container, under the first name that it has?"""  # noqa: INP001

import os
import sys
from http import HTTPStatus
from http.client import HTTPConnection

name = os.environ.get("DAFENG_HOSTS", "localhost").split(",")[0].lstrip(".")
asked = HTTPConnection("127.0.0.1", 8000, timeout=4)
asked.request("HEAD", "/places/", headers={"Host": name})
sys.exit(asked.getresponse().status != HTTPStatus.OK)
