"""Other tools that do the same, where they are installed."""

import shutil
import time

from measure import glewlwyd
from measure.figures import Figure, in_turn, skipped
from measure.load import Request, load
from measure.site import Server, Site, free_port, run

ABOUT = "jose, rnbyc, certtool and openssl making keys; nginx and glewlwyd serving a JWKS"

CLIENTS = 8

# What each tool is asked for, by kind of key; behind it comes the file that the key goes to.
TOOLS = {
    "jose": {
        "EC": """jose jwk gen -i {"alg":"ES256"} -o""",
        "OCT": """jose jwk gen -i {"alg":"HS256"} -o""",
        "RSA": """jose jwk gen -i {"alg":"RS256"} -o""",
    },
    "rnbyc": {
        "EC": "rnbyc -j -g EC256 -o",
        "OKP": "rnbyc -j -g Ed25519 -o",
        "OCT": "rnbyc -j -g oct256 -o",
        "RSA": "rnbyc -j -g RSA2048 -o",
    },
    "certtool": {
        "EC": "certtool --generate-privkey --key-type ecdsa --curve secp256r1 --outfile",
        "OKP": "certtool --generate-privkey --key-type ed25519 --outfile",
        "RSA": "certtool --generate-privkey --key-type rsa --bits 2048 --outfile",
    },
    "openssl": {
        "EC": "openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out",
        "OKP": "openssl genpkey -quiet -algorithm ED25519 -out",
        "RSA": "openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out",
    },
}

NGINX = """
daemon off;
worker_processes 1;
pid {run}/nginx.pid;
error_log stderr;
events {{ }}
http {{
	access_log off;
	client_body_temp_path {run}/body;
	proxy_temp_path {run}/proxy;
	fastcgi_temp_path {run}/fastcgi;
	uwsgi_temp_path {run}/uwsgi;
	scgi_temp_path {run}/scgi;
	keepalive_requests 1000000;
	default_type application/jwk-set+json;
	server {{
		listen 127.0.0.1:{port};
		root {www};
	}}
}}
"""


def seconds_each(work, count):
    began = time.monotonic()
    for _ in range(count):
        work()
    return (time.monotonic() - began) / count


def making(settings):
    figures = []
    with Site(settings) as site:
        project = site.project()
        made = iter(range(10**9))

        def ours(kind):
            site.ctl("jwk", "generate", project, f"{kind}-{next(made)}", "--type", kind)

        def theirs(command):
            run([*command.split(), site.directory / f"key-{next(made)}"])

        for tool, commands in TOOLS.items():
            if not shutil.which(tool):
                figures.append(skipped(f"jwkmintctl against {tool}", "it is not installed"))
                continue
            for kind, command in commands.items():
                count = settings.tool_runs
                mine, other = in_turn(
                    max(1, settings.rounds // 3),
                    lambda: seconds_each(lambda: ours(kind), count),
                    lambda: seconds_each(lambda: theirs(command), count),
                )
                figures.append(
                    Figure(
                        f"jwkmintctl jwk generate {kind} against {tool}",
                        "ms",
                        [1000 * each for each in mine],
                        [1000 * each for each in other],
                        f"{tool}, which makes a file and syncs nothing",
                        by_mean=kind == "RSA",
                    )
                )
    return figures


def start_nginx(site):
    directory = site.directory / "nginx"
    directory.mkdir()
    port = free_port()
    configuration = directory / "nginx.conf"
    configuration.write_text(NGINX.format(run=directory, www=site.www, port=port))
    server = Server(
        [shutil.which("nginx"), "-p", directory, "-c", configuration], port, directory, site.environment()
    )
    site.servers.append(server)
    return server


def serve_bundle(settings, site, keys):
    """A bundle with so many public keys, and the request for it."""
    site.fill("p", 1, 2 * keys)  # every other one is symmetric
    site.add_environment("production", "p-00000000")
    return site.serve(), Request("GET", "/.well-known/jwks/production/p-00000000/jwks.json")


def against(work, settings, ours, theirs, floor_is):
    mine, other = in_turn(
        settings.rounds, lambda: load(settings, *ours, CLIENTS), lambda: load(settings, *theirs, CLIENTS)
    )
    return Figure(
        work,
        "/s",
        [told["rate"] for told in mine],
        [told["rate"] for told in other],
        floor_is,
        more={"ours": mine, "floor": other},
    )


def serving_nginx(settings):
    work = f"JWKS of 10 keys, {CLIENTS} clients, against nginx"
    if not shutil.which("nginx"):
        return skipped(work, "it is not installed")
    with Site(settings) as site:
        ours = serve_bundle(settings, site, 10)
        shutil.copy(site.home / "bundles/production/p-00000000/public/jwks.json", site.www / "jwks.json")
        theirs = start_nginx(site), Request("GET", "/jwks.json")
        return against(work, settings, ours, theirs, "nginx with one worker, the same file")


def serving_glewlwyd(settings):
    work = f"JWKS of 1 key, {CLIENTS} clients, against glewlwyd"
    if glewlwyd.missing():
        return skipped(work, glewlwyd.missing())
    with Site(settings) as site:
        ours = serve_bundle(settings, site, 1)
        theirs = glewlwyd.start(site), Request("GET", glewlwyd.JWKS)
        return against(work, settings, ours, theirs, "glewlwyd with SQLite and one RSA key")


def measure(settings):
    return making(settings) + [serving_nginx(settings), serving_glewlwyd(settings)]
