"""What an error looks like."""

TEXTS = {
    "token": "Invalid token",
    "role": "You do not have permission to perform this action",
    "internal": "An unexpected error occurred",
    "empty name": "JWK name can not be empty!",
    "empty type": "JWK type can not be empty!",
}


def taken(name):
    return f"JWK (name: {name}) is already exist! Try update operation if want to change its value."


def no_project(name):
    return f"Project({name}) was not found or user does not have privilege to access it!"


def no_jwk(name):
    return f"JWK (name: {name}) is not found!"


def error(response, status, code, text=None):
    """The response is this error, its text word for word when it is given; returns the text."""
    assert response.status == status, f"{response.status}: {response.body[:500]}"
    check_headers(response)
    assert response.header("content-type") == "application/json"
    assert sorted(response.json) == ["error", "error_description"], response.text
    assert response.json["error"] == code, response.text
    description = response.json["error_description"]
    if text is not None:
        assert description == text
    return description


def bad_request(response, *parts, text=None):
    """A 400 whose text has all these parts: the member, the value, what is allowed."""
    description = error(response, 400, "bad_request", text)
    for part in parts:
        assert part in description, f"no {part!r} in {description!r}"
    return description


def check_headers(response):
    """What every response carries."""
    assert response.header("cache-control") == "no-store"
    assert response.header("x-content-type-options") == "nosniff"
    assert response.header("x-request-id")
