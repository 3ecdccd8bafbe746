# The ratings of an included file may name tools that the catalog does not list.
default deny
catalog "server.tools.json"
include "parts/rates.pl"
allow every read
