"""HTTP to servers on this machine, which speak no TLS: a client that loads every authority of the
web takes fifty times as long to make, and polling makes many."""

import ssl
from functools import partial

import httpx

_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
get = partial(httpx.get, verify=_NOBODY)
post = partial(httpx.post, verify=_NOBODY)
put = partial(httpx.put, verify=_NOBODY)
request = partial(httpx.request, verify=_NOBODY)
Client = partial(httpx.Client, verify=_NOBODY)
