"""``serve``: the site, with the passes running inside."""

import gc
import logging
from typing import Any

from django.conf import settings
from django.core.management import call_command

from postpermit.web.cli.state import close_all, stand_walls

THREADS = 8


def run(arguments: Any) -> int:
    """Serve until interrupted; refuses an unmigrated base before this is reached."""
    stand_walls()
    serve(arguments.host, arguments.port)
    return 0


def serve(host: str, port: int) -> None:
    """One process with several threads over SQLite or PostgreSQL; several processes are run behind a proxy."""
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 -- only where a site is served

    from postpermit.web.cli.worker import scheduler  # noqa: PLC0415 -- see above

    call_command("collectstatic", verbosity=0, interactive=False)
    close_all()

    def begin() -> None:
        scheduler().start()
        # What was loaded at the start stays for ever: the collector need not walk it in the middle of somebody's page.
        gc.collect()
        gc.freeze()

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", THREADS)
            self.cfg.set("timeout", 120)
            self.cfg.set("loglevel", "error")
            self.cfg.set("control_socket_disable", True)
            self.cfg.set("post_worker_init", lambda _: begin())

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- after Django is set up

            return get_wsgi_application()

    logging.getLogger("gunicorn.error").setLevel(logging.ERROR)
    assert settings.SECRET_KEY
    Site().run()
