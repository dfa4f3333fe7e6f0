"""Settings, the only place where the environment is read. Secrets in files are read first."""

import os

from .secret_files import read_secret_files

read_secret_files(os.environ)
