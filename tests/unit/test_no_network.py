"""A test that reaches for the network fails, whatever it meant to test."""

import os
import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_only_loopback_can_be_reached() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)  # TEST-NET-1 of RFC 5737
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_no_variable_of_the_machine_decides_a_test() -> None:
    assert not [name for name in os.environ if name.startswith("MP_")]
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
