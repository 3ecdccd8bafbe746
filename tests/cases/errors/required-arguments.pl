# An argument that the schema requires exists, even if it does not say more about it.
default deny
catalog "odd.tools.json"
tool put_page: write {
  require args.tenant == "main" and args.meta.owner exists
  require args.tennant == "main"
  require args.meta.size > 5
}
