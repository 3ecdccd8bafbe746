//! Programs that run what their arguments hold.

use super::program::{Program, interpreter};

/// The rows.
pub(super) const ALL: &[Program] = &[
    interpreter(
        &["python3", "python", "python2", "pypy3"],
        &["-c \"__import__('os').system('id')\"", "-c \"import os\"", "/tmp/x.py", "-m http.server", "x.py", "x"],
    ),
    interpreter(
        &["node", "nodejs", "deno", "bun"],
        &["-e \"require('child_process').execSync('id')\"", "/tmp/x.js", "x.js", "x"],
    ),
    interpreter(&["java"], &["-jar /tmp/x.jar", "-cp /tmp/x Evil", "/tmp/X.java", "-jar x.jar", "-jar x", "x"]),
    interpreter(&["perl"], &["-e \"exec 'id'\"", "-e exec+id", "/tmp/x.pl", "x.pl", "x"]),
    interpreter(&["ruby"], &["-e \"exec 'id'\"", "-e exec+id", "/tmp/x.rb", "x.rb", "x"]),
    interpreter(&["php"], &["-r \"system('id')\"", "/tmp/x.php", "x.php", "x"]),
    interpreter(
        &["lua", "Rscript", "osascript", "pwsh", "powershell"],
        &["-e \"os.execute('id')\"", "-c id", "/tmp/x", "x"],
    ),
    interpreter(
        &["sh", "bash", "zsh", "dash", "ksh", "fish"],
        &["-c \"rm -r /srv\"", "-c id", "/tmp/x.sh", "x.sh", "x"],
    ),
    interpreter(&["npx", "bunx", "pipx", "uvx"], &["evil-package", "evil"]),
    interpreter(
        &["awk", "gawk", "mawk"],
        &["'BEGIN { system(\"id\") }'", "'BEGIN{system(\"id\")}'", "-f /tmp/x.awk", "-f x"],
    ),
    interpreter(
        &["sed"],
        &[
            "'1e id' /etc/hosts",
            "-n '1e id' /etc/hosts",
            "-n 1e /etc/hosts",
            "-i s/a/b/ /etc/hosts",
            "-f /tmp/x.sed",
            "-i x",
            "-f x",
        ],
    ),
    interpreter(
        &[
            "env", "xargs", "sudo", "nohup", "time", "watch", "strace", "busybox", "doas", "exec", "eval", "parallel",
            "setsid", "flock", "nsenter", "unshare", "su", "runuser", "ltrace", "entr",
        ],
        &["rm -r /srv", "sh /tmp/x.sh", "rm x", "sh x", "sh"],
    ),
    interpreter(&["timeout"], &["5 rm -r /srv", "5 sh /tmp/x.sh", "5 rm x", "5 sh x", "5 sh"]),
    interpreter(
        &["nice", "ionice", "chrt", "taskset"],
        &["-n 5 rm -r /srv", "rm -r /srv", "-n 5 rm x", "rm x", "-n 5 sh", "5 sh x", "sh x", "sh"],
    ),
    interpreter(&["stdbuf"], &["-oL rm -r /srv", "-oL rm x", "-oL sh"]),
    interpreter(&["chroot"], &["/tmp rm -r /srv", "/tmp sh x", "/ sh", "x sh"]),
];
