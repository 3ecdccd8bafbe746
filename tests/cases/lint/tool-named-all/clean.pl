# The server has a tool named `all`; other names are no words for several tools.
default deny
catalog "server.tools.json"
allow all, all_hands: read
