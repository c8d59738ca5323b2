"""`kbgen serve`: a site on this machine that is built again when its files change, and pages that follow.

| module | what it knows |
|---|---|
| `guard` | which requests are answered at all |
| `places` | which file an address means, and what is sent with it |
| `live` | the script that the server adds to a page, and by which digest a page is known |
| `child` | a process beside the server, and how it is ended |
| `builder` | the process that builds, and stays |
| `prover` | the process that makes open pages ahead of it |
| `watching` | which files may change the site, and when they do |
| `server` | all of them together |
"""

from kbgen.serve.builder import Outcome
from kbgen.serve.server import Settings, serve

__all__ = ["Outcome", "Settings", "serve"]
