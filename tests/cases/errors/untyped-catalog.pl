# A catalog without argument types is reported if the policy asks for arguments.
default deny
catalog "untyped.tools.json"
tool pay: financial { require args.amout <= 100 limit 5 per minute }
