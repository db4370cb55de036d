"""The rows of the report, in its order. Each is a module: ABOUT says what it measures, measure(settings)
returns its figures.
"""

from measure.rows import (
    cgi,
    environments,
    generate,
    generate_many,
    jwks,
    project_size,
    reading,
)

ROWS = {
    "reading": reading,
    "jwks": jwks,
    "generate": generate,
    "generate-many": generate_many,
    "environments": environments,
    "project-size": project_size,
    "cgi": cgi,
}
