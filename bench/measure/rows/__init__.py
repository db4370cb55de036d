"""The rows of the report, in its order. Each is a module: ABOUT says what it measures, measure(settings)
returns its figures.
"""

from measure.rows import (
    cgi,
    commands,
    environments,
    generate,
    generate_many,
    jwks,
    memory,
    peers,
    pool,
    project_size,
    reading,
    rsa,
    store_size,
)

ROWS = {
    "reading": reading,
    "jwks": jwks,
    "generate": generate,
    "generate-many": generate_many,
    "rsa": rsa,
    "pool": pool,
    "environments": environments,
    "project-size": project_size,
    "store-size": store_size,
    "memory": memory,
    "cgi": cgi,
    "commands": commands,
    "peers": peers,
}
