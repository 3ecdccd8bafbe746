# What can't be asked of a list is refused with what can be asked.
default deny
catalog "mail.tools.json"
tool send_mail: write {
  require args.to matches r"@corp\.example$"
  require args.to in ["team@corp.example"]
  require args.to == "team@corp.example"
  require args.to > 5
  require args.to.0 == "team@corp.example"
  require args.to.address exists
}
