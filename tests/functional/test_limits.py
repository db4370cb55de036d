"""Failures are limited for each client and each user; valid tokens work all the same."""

import time

import pytest

from harness.errors import TEXTS, check_headers, error
from harness.login import add_user, log_in
from harness.processes import wait_until

HELLO = "/apiops/test/hello/x"
MOST = 200  # tries; long before them the limit is reached


def limited(response):
    assert response.status == 429, response.text
    check_headers(response)
    assert sorted(response.json) == ["error", "error_description", "retry_after"]
    assert response.json["error"] == "rate_limit_exceeded"
    assert response.header("retry-after") == str(response.json["retry_after"])
    assert 1 <= response.json["retry_after"] <= 6
    return response.json["retry_after"]


def tries_until_limited(attempt, seconds):
    """How often an attempt fails before it is limited, less what the time that it took allows more."""
    begun = time.monotonic()
    for count in range(MOST):
        response = attempt(count)
        if response.status == 429:
            limited(response)
            return count - int((time.monotonic() - begun) / seconds) - 1, count
        assert response.status == 401, response.text
    raise AssertionError("never limited")


def forwarded(*lines):
    """Arguments of curl for several lines of X-Forwarded-For."""
    return [part for line in lines for part in ("--header", f"X-Forwarded-For: {line}")]


@pytest.fixture
def limited_site(own_site):
    own_site.ctl("settings", "set", "token-failures", "5")
    own_site.ctl("settings", "set", "login-failures", "3")
    return own_site


def test_refused_tokens(limited_site):
    site = limited_site
    valid, wrong = site.client(site.token()), site.client("wrong")
    fewest, most = tries_until_limited(lambda _: wrong.get(HELLO), 1)
    assert fewest <= 5 <= most
    # Whoever fails, valid tokens and requests without one are answered as ever.
    assert valid.get(HELLO).status == 200
    for _ in range(10):
        error(wrong.get(HELLO, token=None), 401, "unauthorized_client", TEXTS["token"])
    # Nobody gets away by naming another address, or starts anew elsewhere.
    tries_until_limited(lambda count: wrong.get(HELLO, headers={"X-Forwarded-For": f"203.0.113.{count}"}), 1)
    assert valid.get("/apiops/environments/").status == 401
    again = wait_until(lambda: (lambda r: r if r.status == 401 else None)(wrong.get(HELLO)), "forgiven")
    error(again, 401, "unauthorized_client", TEXTS["token"])

    site.ctl("settings", "set", "trusted-proxies", "127.0.0.1")
    error(wrong.get(HELLO, headers={"X-Forwarded-For": "203.0.113.9"}), 401, "unauthorized_client")
    # What the proxy adds counts, on a line of its own, too, and not what the client wrote.
    fewest, most = tries_until_limited(
        lambda count: wrong.get(HELLO, arguments=forwarded(f"198.51.100.{count}", "203.0.113.10")), 1
    )
    assert fewest <= 5 <= most
    tries_until_limited(
        lambda count: wrong.get(HELLO, headers={"X-Forwarded-For": f"x{count}, 203.0.113.10"}), 1
    )
    assert wrong.get(HELLO, headers={"X-Forwarded-For": "203.0.113.11"}).status == 401


def test_failed_log_ins(limited_site):
    site = limited_site
    client = site.client()
    user = add_user(site, "right")
    token = log_in(client, user, "right").json["access_token"]
    fewest, most = tries_until_limited(lambda count: log_in(client, f"{user}-{count}", "wrong"), 6)
    assert fewest <= 3 <= most
    seen = site.ctl_json("status")["vault"]
    assert seen["addressesRefused"] <= 1 and seen["usersRefused"] == 0
    # The right password does not help now; the token that is there does.
    tries_until_limited(lambda _: log_in(client, user, "wrong"), 6)
    assert site.client(token).get(HELLO).status == 200
    assert site.client("wrong").get(HELLO).status == 401
    site.ctl("settings", "set", "trusted-proxies", "127.0.0.0/8")
    # A user is counted from wherever: with ten failures nobody guesses on, from any address.
    fewest, most = tries_until_limited(
        lambda count: log_in(client, user, "wrong", headers={"X-Forwarded-For": f"203.0.113.{count}"}), 2
    )
    assert fewest <= 10 <= most
    assert site.client(token).get(HELLO).status == 200
    other = add_user(site, "right")
    headers = {"X-Forwarded-For": "203.0.113.250"}
    assert log_in(client, other, "right", headers=headers).status == 200


def test_log_ins_that_succeed_are_not_limited(limited_site):
    client = limited_site.client()
    user = add_user(limited_site, "right")
    for _ in range(8):
        assert log_in(client, user, "right").status == 200


def test_without_its_file_nobody_is_limited_and_the_operator_knows(own_site):
    own_site.ctl("settings", "set", "token-failures", "1")
    (own_site.home / "db" / "limits").mkdir()
    for _ in range(5):
        error(own_site.client("wrong").get(HELLO), 401, "unauthorized_client", TEXTS["token"])
    wait_until(lambda: "nobody is limited" in own_site.server.logs(), "the operator is told")
    status = own_site.try_ctl("status")
    assert status.returncode == 1 and "nobody is limited" in status.stderr


def test_status_counts_who_is_refused(home):
    seen = home.ctl_json("status")["vault"]
    assert (seen["addressesRefused"], seen["usersRefused"]) == (0, 0)
    assert not (home.home / "db" / "limits").exists()
