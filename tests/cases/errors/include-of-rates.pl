# The rates of an included file may speak of tools that the catalog lacks.
default deny
catalog "server.tools.json"
include "parts/rates.pl"
allow every read
