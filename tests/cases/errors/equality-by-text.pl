# `==` and `in` compare by text, so `"2"` may be the number 2; a value that equals none of them is reported.
default deny
catalog "odd.tools.json"
tool set_mode: write {
  deny if args.mode == "false"
  deny if args.level in ["2", "max"]
  deny if args.level in ["3", "max"]
  deny if args.mode != "off"
  require args.mode in ["true", false, "auto"]
  require args.size == "10"
  deny if args.size == "11"
  deny if args.level == "2.0"
}
