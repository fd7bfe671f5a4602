"""Loaded before everything else: tests live in a throw-away data directory, and never in somebody's own."""

import os
import tempfile

os.environ["POSTPERMIT_DATA"] = tempfile.mkdtemp(prefix="pp-test-")
os.environ["POSTPERMIT_PLAIN_HTTP"] = "1"
os.environ["POSTPERMIT_SECRET"] = "a-secret-for-tests-only-and-long-enough-to-be-one-0123456789"
os.makedirs(os.path.join(os.environ["POSTPERMIT_DATA"], "static"), exist_ok=True)
