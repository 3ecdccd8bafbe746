# Claims of the agent about itself: a switch, a text, and a role among others.
default deny

tool delete_branch: destructive { require args.confirmed == true because "Ask the user first." }
tool delete_tag: destructive {
  require args.branch == "main" because "Of main only."
  require args.isAdmin exists or args.approved in ["yes"] because "Say who approved it."
}
tool delete_file: destructive { require args.user_role in ["owner", "editor"] because "For owners." }

tool delete_page: destructive { require args.approved_by in ["anna", "ben"] because "Name a person." }
tool delete_site: destructive { require args.confirmation == "yes" because "Ask the user first." }
tool delete_blog: destructive { require args.caller_role in ["admin"] because "For admins." }
