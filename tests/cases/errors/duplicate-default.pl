# `default` and `catalog` may occur only once, whether or not both say the same.
default deny
catalog "server.tools.json"
default deny
default allow
catalog "server.tools.json"
