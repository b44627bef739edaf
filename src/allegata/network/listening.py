"""The one place that waits for connections: a server of ours, on an address that a person named."""

import socket

from allegata.errors import AddressTaken

BACKLOG = 128


def listening(host: str, port: int) -> tuple[socket.socket, int]:
    """A socket bound to an address, and its port, which was chosen where 0 was asked for.

    :raises AddressTaken: when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as fault:
        bound.close()
        raise AddressTaken(
            f"{host}:{port} cannot be used ({fault.strerror}); stop what runs there, or choose another with --port"
        ) from None
    bound.listen(BACKLOG)  # from now on nobody is turned away: whoever comes before the server is ready waits
    return bound, int(bound.getsockname()[1])
