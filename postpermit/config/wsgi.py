"""Entry for gunicorn: ``postpermit.config.wsgi:application``. Refuses an unmigrated base, stands behind its walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
application = get_wsgi_application()

from postpermit.web.cli.state import refuse_unmigrated, stand_walls  # noqa: E402 -- Django has to be set up first

refuse_unmigrated()
stand_walls()
