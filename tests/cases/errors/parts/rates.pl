rate get_*, list_*: read
rate no_such_tool: destructive
