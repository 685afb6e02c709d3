"""How gunicorn serves the archive. HOST, PORT and WEB_WORKERS come from the environment."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Searching is CPU work that numpy and the database partly do outside the interpreter lock: a process a core, some
# threads in each so that a slow client holds up nobody.
workers = int(os.environ.get("WEB_WORKERS", str(min(4, (os.cpu_count() or 1)))))
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 10
max_requests = 10_000
max_requests_jitter = 1_000
accesslog = None
# The most gunicorn reads of an address: a search of some nine hundred Chinese characters.
limit_request_line = 8190
# Nothing is written outside DATA_DIR, the home folder least of all.
control_socket_disable = True
