"""The sign-in issuer (`standalone/issuer`) as a supervised process."""

from pathlib import Path

from standalone import jsonfile, people
from standalone.ports import HOST
from standalone.problem import BinaryMissing
from standalone.process import ProcessSpec, clean_environment
from standalone.servers import gateway
from standalone.servers.programs import node
from standalone.servers.questions import get_ok
from standalone.state import Secrets, StateFolder

PROGRAM = Path(__file__).resolve().parent.parent / "issuer" / "server.js"
PORTAL_CLIENT = "fastlane-portal"
CLI_CLIENT = "fastlane-cli"
CLI_REDIRECT = f"http://{HOST}/callback"


def url(ports: dict[str, int]) -> str:
    """The issuer's identifier, which is also its address."""
    return f"http://{HOST}:{ports['issuer']}"


def spec(state: StateFolder, ports: dict[str, int], secrets: Secrets) -> ProcessSpec:
    """Writes the configuration and says how to run the issuer. Raises BinaryMissing."""
    if not (people.ROOT / "node_modules" / "oidc-provider").is_dir():
        raise BinaryMissing("node_modules/oidc-provider", "FASTLANE_NODE_BIN")
    folder = state.folder("issuer")
    configuration = {
        "issuer": url(ports),
        "port": ports["issuer"],
        "gateway": gateway.url(ports),
        "database": str(folder / "issuer.db"),
        "cookieKeys": list(secrets.cookie_keys),
        "jwks": _keys(folder / "jwks.json"),
        "clients": _clients(gateway.url(ports)),
        "people": [person.as_issuer_reads_it() for person in people.load()],
        "oneClick": True,
    }
    path = folder / "issuer.json"
    jsonfile.write(path, configuration)

    async def is_ready() -> None:
        # The key set comes from the provider itself, not from the server around it.
        await get_ok(f"{url(ports)}/jwks")

    return ProcessSpec(
        name="issuer",
        # node:sqlite says on every start that it is young.
        command=[node(), "--disable-warning=ExperimentalWarning", str(PROGRAM), str(path)],
        environment={**clean_environment(), "NODE_ENV": "production"},
        is_ready=is_ready,
        stop_wave=7,
    )


def _clients(gateway_url: str) -> list[dict[str, object]]:
    grants = ["authorization_code", "refresh_token"]
    common = {
        "grant_types": grants,
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
    }
    return [
        {
            "client_id": PORTAL_CLIENT,
            "application_type": "web",
            "redirect_uris": [f"{gateway_url}/auth/callback"],
            "post_logout_redirect_uris": [f"{gateway_url}/"],
            **common,
        },
        # A native program: any loopback port is accepted for this address.
        {
            "client_id": CLI_CLIENT,
            "application_type": "native",
            "redirect_uris": [CLI_REDIRECT],
            **common,
        },
    ]


def _keys(path: Path) -> dict[str, object]:
    """The signing keys, made once: tokens issued before a restart stay valid after it."""
    if not path.exists():
        # Imported here: only the first start pays for it.
        from joserfc.jwk import RSAKey

        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, private=True)
        key.ensure_kid()
        jsonfile.write(path, {"keys": [key.as_dict(private=True)]}, durable=True)
    keys: dict[str, object] = jsonfile.read(path)
    return keys
