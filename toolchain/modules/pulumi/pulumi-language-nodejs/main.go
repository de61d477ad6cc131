// Command pulumi-language-nodejs runs Pulumi programs that are written for Node.js. It is made here
// because the module of Pulumi's own language host stops at version 3.68, which does not know
// resource hooks. The program talks to the engine directly, as under the original.
//
// It supports what this project uses: npm, and the options typescript, tsconfig and nodeargs of
// Pulumi.yaml. For anything else, it returns an error that says so.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// The script of @pulumi/pulumi that runs a program, below a folder node_modules.
const runScript = "@pulumi/pulumi/cmd/run"

// The exit code of that script after it has reported the error to the user.
const errorReported = 32

// How often the engine is asked whether it still runs.
const healthCheckInterval = 10 * time.Second

func main() {
	var tracing string
	flag.StringVar(&tracing, "tracing", "", "where to send traces")
	flag.Parse()
	logging.InitLogging(false, 0, false)
	cmdutil.InitTracing("pulumi-language-nodejs", "pulumi-language-nodejs", tracing)
	engine := flag.Arg(0)

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan bool)
	go func() {
		<-ctx.Done()
		close(ended)
	}()
	// Ends this process if the engine was killed.
	if err := rpcutil.Healthcheck(ctx, engine, healthCheckInterval, cancel); err != nil {
		cmdutil.Exit(fmt.Errorf("cannot reach the engine: %w", err))
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: ended,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{engine: engine, tracing: tracing})
			return nil
		},
		Options: rpcutil.OpenTracingServerInterceptorOptions(nil),
	})
	if err != nil {
		cmdutil.Exit(fmt.Errorf("cannot serve: %w", err))
	}
	// The engine reads the port from here.
	fmt.Println(handle.Port)
	if err := <-handle.Done; err != nil {
		cmdutil.Exit(fmt.Errorf("stopped serving: %w", err))
	}
}

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine  string
	tracing string
}

func (*host) Handshake(
	context.Context, *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// Run starts the program, and returns how it ended.
func (h *host) Run(
	_ context.Context, request *pulumirpc.RunRequest,
) (*pulumirpc.RunResponse, error) {
	if request.GetAttachDebugger() {
		return nil, errors.New("this language host cannot attach a debugger")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node is not on PATH")
	}
	program := request.GetInfo().GetProgramDirectory()
	script, found := findInNodeModules(program, runScript)
	if !found {
		return nil, fmt.Errorf("@pulumi/pulumi is not installed in %s; run: npm install", program)
	}
	options := request.GetInfo().GetOptions().AsMap()
	environment, err := programEnvironment(request, options)
	if err != nil {
		return nil, err
	}
	nodeArguments, _ := options["nodeargs"].(string)
	arguments := append(strings.Fields(nodeArguments), script)
	arguments = append(arguments, h.scriptArguments(request)...)
	command := exec.Command(node, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Env = append(os.Environ(), environment...)
	err = command.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == errorReported:
		return &pulumirpc.RunResponse{Bail: true}, nil
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program failed: %v", err)}, nil
	}
}

// scriptArguments are the arguments of the script that runs the program.
func (h *host) scriptArguments(request *pulumirpc.RunRequest) []string {
	arguments := []string{}
	for _, flag := range [][2]string{
		{"monitor", request.GetMonitorAddress()},
		{"engine", h.engine},
		{"organization", request.GetOrganization()},
		{"project", request.GetProject()},
		{"root-directory", request.GetInfo().GetRootDirectory()},
		{"stack", request.GetStack()},
		{"pwd", request.GetPwd()},
		{"parallel", fmt.Sprint(request.GetParallel())},
		{"tracing", h.tracing},
	} {
		if flag[1] != "" {
			arguments = append(arguments, "--"+flag[0], flag[1])
		}
	}
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	arguments = append(arguments, request.GetInfo().GetEntryPoint())
	return append(arguments, request.GetArgs()...)
}

// programEnvironment returns the variables that the script reads: the configuration, whose secrets
// may not be among the arguments, and the options of Pulumi.yaml.
func programEnvironment(request *pulumirpc.RunRequest, options map[string]any) ([]string, error) {
	config, err := json.Marshal(request.GetConfig())
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(request.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	environment := []string{
		"PULUMI_CONFIG=" + string(config),
		"PULUMI_CONFIG_SECRET_KEYS=" + string(secretKeys),
	}
	if typescript, isSet := options["typescript"].(bool); typescript || !isSet {
		environment = append(environment, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	// The variable wins, so that programs in many folders can share what was compiled.
	_, isInEnvironment := os.LookupEnv("PULUMI_NODEJS_TSCONFIG_PATH")
	if tsconfig, isSet := options["tsconfig"].(string); isSet && !isInEnvironment {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+tsconfig)
	}
	return environment, nil
}

// packageFile is the part of a package.json that tells which plugin a package needs.
type packageFile struct {
	Name    string
	Version string
	Pulumi  struct {
		Resource         bool
		Name             string
		Version          string
		Server           string
		Parameterization any
	}
}

// GetRequiredPackages returns the plugins of the packages in node_modules.
func (*host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	program := request.GetInfo().GetProgramDirectory()
	packages := []*pulumirpc.PackageDependency{}
	for folder := program; ; folder = filepath.Dir(folder) {
		for _, pattern := range []string{"*", "@*/*"} {
			files, err := filepath.Glob(filepath.Join(folder, "node_modules", pattern, "package.json"))
			if err != nil {
				return nil, err
			}
			for _, file := range files {
				dependency, err := readDependency(file)
				if err != nil {
					return nil, err
				}
				if dependency != nil {
					packages = append(packages, dependency)
				}
			}
		}
		if folder == filepath.Dir(folder) {
			return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, nil
		}
	}
}

// readDependency returns the plugin that a package needs, or nil if it needs none.
func readDependency(file string) (*pulumirpc.PackageDependency, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var content packageFile
	// A package's own mistake is not this program's problem.
	if json.Unmarshal(text, &content) != nil || !content.Pulumi.Resource {
		return nil, nil
	}
	if content.Pulumi.Parameterization != nil {
		return nil, fmt.Errorf("%s: this language host does not support parameterized packages", file)
	}
	dependency := &pulumirpc.PackageDependency{
		Kind:    "resource",
		Name:    content.Pulumi.Name,
		Version: content.Pulumi.Version,
		Server:  content.Pulumi.Server,
	}
	if dependency.Name == "" {
		dependency.Name = strings.TrimPrefix(content.Name, "@pulumi/")
	}
	if dependency.Version == "" {
		dependency.Version = content.Version
	}
	return dependency, nil
}

// GetProgramDependencies returns the npm packages of the program, for pulumi about.
func (*host) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	depth := "--depth=0"
	if request.GetTransitiveDependencies() {
		depth = "--all"
	}
	command := exec.CommandContext(ctx, "npm", "ls", "--json", depth)
	command.Dir = request.GetInfo().GetProgramDirectory()
	// It fails if a package is missing, and lists the others nevertheless.
	output, failure := command.Output()
	var tree dependencyTree
	if err := json.Unmarshal(output, &tree); err != nil {
		return nil, fmt.Errorf("npm ls: %w", errors.Join(failure, err))
	}
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: tree.list()}, nil
}

type dependencyTree struct {
	Version      string
	Dependencies map[string]dependencyTree
}

func (t dependencyTree) list() []*pulumirpc.DependencyInfo {
	list := []*pulumirpc.DependencyInfo{}
	for name, dependency := range t.Dependencies {
		list = append(list, &pulumirpc.DependencyInfo{Name: name, Version: dependency.Version})
		list = append(list, dependency.list()...)
	}
	return list
}

// InstallDependencies runs npm install.
func (*host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest,
	server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	manager, isSet := request.GetInfo().GetOptions().AsMap()["packagemanager"].(string)
	if isSet && manager != "npm" {
		return fmt.Errorf("this language host supports npm, not %s", manager)
	}
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, request.IsTerminal)
	if err != nil {
		return err
	}
	command := exec.CommandContext(server.Context(), "npm", "install")
	command.Dir = request.GetInfo().GetProgramDirectory()
	command.Stdout, command.Stderr = stdout, stderr
	return errors.Join(command.Run(), closer.Close())
}

// About returns the version of Node.js, for pulumi about.
func (*host) About(
	ctx context.Context, _ *pulumirpc.AboutRequest,
) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node is not on PATH")
	}
	nodeVersion, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{
		Executable: node,
		Version:    strings.TrimSpace(string(nodeVersion)),
	}, nil
}

// findInNodeModules finds a path in the nearest node_modules, as Node.js does.
func findInNodeModules(folder string, path string) (string, bool) {
	for {
		candidate := filepath.Join(folder, "node_modules", filepath.FromSlash(path))
		if _, err := os.Stat(candidate); !errors.Is(err, fs.ErrNotExist) {
			return candidate, true
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", false
		}
		folder = parent
	}
}
