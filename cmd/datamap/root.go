package main

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/rules"
)

// An app is one run of the program: what the commands share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) (string, bool)
	set            []string  // names of the variables that env has
	moment         time.Time // of the scan; SOURCE_DATE_EPOCH fixes it
	words          *rules.Words
	secrets        secrets
	progress       *progress // nil when nothing runs
	file           *config   // datamap.yaml; nil when there is none
	langTyped      bool      // --lang was given
	helpErr        error     // of writing a help, for which cobra takes no error
}

// run runs the program and returns its exit code. env looks up an environment variable, set
// names those that there are: one that looks like a mistyped one of ours is pointed out. When
// ctx is cancelled, a scan writes its partial result and ends.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) (string, bool), set ...string) (code int) {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, env: env, set: set}
	defer a.waitForReader()
	defer a.recovered(&code)
	// Other programs often ask for the version: it is told before any file is loaded.
	if len(args) == 1 && (args[0] == "version" || args[0] == "--version") && a.printVersion() == nil {
		return exitDone
	}
	words, langErr := a.language(args)
	if words == nil {
		return exitFailed
	}
	a.words = words
	for _, arg := range args {
		a.secrets.addDSN(arg)
	}
	for _, name := range []string{"PGPASSWORD", "MYSQL_PWD"} {
		if password, ok := env(name); ok {
			a.secrets.add(password)
		}
	}
	if langErr != nil {
		return a.fail(langErr)
	}
	if err := a.setMoment(); err != nil {
		return a.fail(err)
	}
	root := a.root()
	root.SetArgs(append([]string{}, args...))
	err := root.ExecuteContext(ctx)
	if err = cmp.Or(err, a.helpErr); err != nil {
		return a.fail(err)
	}
	return exitDone
}

// recovered turns a panic into a failure with exit code 1; the runtime's own code, 2,
// stands for wrong usage here. The value of the panic is not shown, since it may quote
// data; the stack holds none.
func (a *app) recovered(code *int) {
	if recover() == nil {
		return
	}
	stack := debug.Stack()
	*code = exitFailed
	if a.words != nil {
		a.fail(failed(nil, "internal").hinting("unexpected"))
	}
	_, _ = a.stderr.Write(stack)
}

// setMoment takes the moment of the scan from SOURCE_DATE_EPOCH or the clock.
func (a *app) setMoment() error {
	a.moment = time.Now().UTC().Truncate(time.Second)
	if epoch, ok := a.env("SOURCE_DATE_EPOCH"); ok && epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return usage("variable_value", "SOURCE_DATE_EPOCH", epoch).hinting("epoch")
		}
		a.moment = time.Unix(seconds, 0).UTC()
	}
	return nil
}

// language returns the words of --lang, else DATAMAP_LANG, else Portuguese. It
// looks at the arguments before they are parsed, since the help texts depend
// on it. With an unknown language it returns the default words and the error.
func (a *app) language(args []string) (*rules.Words, error) {
	lang, origin := "", "--lang"
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			lang = value
		} else if arg == "--lang" && i+1 < len(args) {
			lang = args[i+1]
		}
	}
	a.langTyped = lang != ""
	if lang == "" {
		lang, _ = a.env("DATAMAP_LANG")
		origin = "DATAMAP_LANG"
	}
	if lang == "" {
		lang = rules.Languages[0]
	}
	i := slices.IndexFunc(rules.Languages, func(known string) bool { return strings.EqualFold(known, lang) })
	words, err := rules.NewWords(rules.Languages[max(i, 0)])
	if err != nil {
		io.WriteString(a.stderr, "datamap: "+err.Error()+"\n")
		return nil, err
	}
	if i < 0 {
		return words, usage("flag_value", lang, origin).hinting("valid", strings.Join(rules.Languages, ", "))
	}
	return words, nil
}

// root builds the command tree in the language of the run.
func (a *app) root() *cobra.Command {
	cobra.MousetrapHelpText = "" // analysts double-click: see waitForReader
	cobra.EnableCommandSorting = false
	root := &cobra.Command{
		Use:           "datamap",
		Long:          a.words.T("cmd.help.root"),
		Example:       a.words.T("cmd.example.root"),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if show, _ := cmd.Flags().GetBool("version"); show {
				return a.printVersion()
			}
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.bind(cmd) },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(a.flagFailure)
	root.SetHelpFunc(a.help)
	root.SetUsageFunc(func(*cobra.Command) error { return nil })
	root.PersistentFlags().BoolP("help", "h", false, a.words.T("cmd.flag.help"))
	root.PersistentFlags().Var(newChoice(rules.Languages[0], rules.Languages), "lang", a.words.T("cmd.flag.lang"))
	root.Flags().Bool("version", false, a.words.T("cmd.help.version"))
	root.AddCommand(a.scanCommand(), a.demoCommand(), a.planCommand(), a.reportCommand(), a.diffCommand(), a.answersCommand(),
		a.explainCommand(), a.rulesCommand(), a.versionCommand(), a.completionCommand())
	root.SetHelpCommand(a.helpCommand())
	finishFlags(root)
	return root
}

// command returns a command whose texts are the words of its name.
func (a *app) command(use, name string) *cobra.Command {
	return &cobra.Command{
		Use:                   use,
		DisableFlagsInUseLine: true,
		Short:                 a.words.T("cmd.help." + name),
		Long:                  a.words.T("cmd.long." + name),
		Example:               a.words.T("cmd.example." + name),
	}
}

// group returns a command that only holds others, and shows them.
func (a *app) group(name string, commands ...*cobra.Command) *cobra.Command {
	c := a.command(name, name)
	c.Args = knownCommand
	c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	c.AddCommand(commands...)
	return c
}

func (a *app) helpCommand() *cobra.Command {
	c := &cobra.Command{Use: "help [" + a.words.T("cmd.arg.command") + "]", Short: a.words.T("cmd.flag.help")}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		found, rest, err := cmd.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return knownCommand(cmd.Root(), args)
		}
		return found.Help()
	}
	return c
}

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	c := a.command("completion "+strings.Join(shells, "|"), "completion")
	c.ValidArgs = shells
	c.Args = func(_ *cobra.Command, args []string) error {
		if len(args) != 1 || !slices.Contains(shells, args[0]) {
			return usage("argument", "completion").hinting("valid", strings.Join(shells, ", "))
		}
		return nil
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		switch root := cmd.Root(); args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.stdout, true)
		case "zsh":
			return root.GenZshCompletion(a.stdout)
		case "fish":
			return root.GenFishCompletion(a.stdout, true)
		default:
			return root.GenPowerShellCompletionWithDesc(a.stdout)
		}
	}
	return c
}

// waitForReader keeps the window open until Enter that Windows opened for a double-click,
// for a folder dropped on the program or for a shortcut, and would close at the end.
func (a *app) waitForReader() {
	if _, ok := terminal(a.stdin); !ok || a.words == nil || !mousetrap.StartedByExplorer() {
		return
	}
	io.WriteString(a.stderr, "\n"+a.words.T("cmd.note.press_enter"))
	_, _ = bufio.NewReader(a.stdin).ReadString('\n')
}
