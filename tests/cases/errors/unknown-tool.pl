# A name that the catalog does not list is an error everywhere except in a test.
default deny
catalog "server.tools.json"
allow list_refund: read
rate lst_charges: read
deny drop_table
tool create_refund { limit 1 per minute }
assert never delete_custmer
test "any tool" { call no_such_tool {} => deny }
