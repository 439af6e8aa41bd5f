"""What a community power is, and whether it is sound. Draws nothing."""

import os

# pydantic would look through every installed distribution for plug-ins at the first model: 20 ms nobody needs.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
