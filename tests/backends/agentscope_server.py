"""Starts a real AgentScope service: PORT FOLDER. Runs inside an environment that has agentscope, never in ours."""

import logging
import sys

import uvicorn
from agentscope.app import create_app
from agentscope.app.message_bus import InMemoryMessageBus
from agentscope.app.storage import AsyncSQLAlchemyStorage
from agentscope.app.workspace_manager import LocalWorkspaceManager

port, folder = int(sys.argv[1]), sys.argv[2]
logging.basicConfig(level=logging.INFO)
app = create_app(
    storage=AsyncSQLAlchemyStorage(f"sqlite+aiosqlite:///{folder}/as.db"),
    message_bus=InMemoryMessageBus(),
    workspace_manager=LocalWorkspaceManager(f"{folder}/ws"),
    enable_channel_worker=False,
    enable_index_worker=False,
)
uvicorn.run(app, host="127.0.0.1", port=port)
