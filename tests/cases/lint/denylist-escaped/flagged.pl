# Each clause denies one spelling of what it means, and another one gets through.
default deny

tool read_file(path: string): read {
  deny if args.path starts with "/etc/" because "No system files."
}

tool read_any(path: string): read {
  deny if args.path under "/root" because "Not the home of root."
}

tool show_file(path: string): read {
  require args.path matches r"^/srv/app/" and not (args.path contains "..") because "The app only."
  deny if args.path ends with ".env" because "No secrets."
}

tool read_files(paths: [string]): read {
  deny if args.paths contains ".env" because "No secrets."
}

tool fetch(url: string): read {
  deny if args.url matches r"^https?://(?:localhost|127\.|10\.)" because "No internal hosts."
}

tool lookup_host(host: string): read {
  deny if args.host in ["intranet.corp.example"] because "Not the intranet."
}

tool send_mail(to: string): write {
  deny if args.to ends with "@rival.test" because "Not to them."
  limit 10 per minute
}

tool run(command: string, mode: string): execute {
  deny if args.command contains "rm -rf" and args.mode == "fast" because "Delete nothing."
  deny if args.command == "reboot" because "Leave it running."
  limit 10 per minute
}

tool exec_sql(sql: string): execute {
  deny if args.sql contains "DROP" or args.sql contains "DELETE" because "Change nothing."
  limit 10 per minute
}
