// A Kubernetes cluster without machines, for tests: etcd, the API server, and the controllers of
// deployments, replica sets and service accounts, in one process that listens on loopback alone. What
// a kubelet would do with the pods, a test does.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	"k8s.io/kubernetes/pkg/controller/deployment"
	"k8s.io/kubernetes/pkg/controller/replicaset"
	"k8s.io/kubernetes/pkg/controller/serviceaccount"
)

const patience = time.Minute

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: cluster FOLDER"))
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	if err := run(ctx, cancel, os.Args[1]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "cluster:", err)
	os.Exit(1)
}

func run(ctx context.Context, cancel context.CancelCauseFunc, folder string) error {
	// Errors go to the standard error all the same.
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	store, err := startStore(filepath.Join(folder, "etcd"))
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer store.Close()

	token, err := newToken()
	if err != nil {
		return err
	}
	server, ended, err := startServer(ctx, cancel, folder, store.Clients[0].Addr().String(), token)
	if err != nil {
		return fmt.Errorf("API server: %w", err)
	}
	if err := startControllers(ctx, server); err != nil {
		return fmt.Errorf("controllers: %w", err)
	}
	if err := writeConfig(server, filepath.Join(folder, "kubeconfig"), token); err != nil {
		return err
	}
	fmt.Println("ready")
	<-ended
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

func startStore(folder string) (*embed.Etcd, error) {
	free := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config := embed.NewConfig()
	config.Dir = folder
	config.ListenClientUrls, config.AdvertiseClientUrls = free, free
	config.ListenPeerUrls, config.AdvertisePeerUrls = free, free
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.LogLevel = "fatal"
	// It lives as long as a test.
	config.UnsafeNoFsync = true
	store, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-store.Server.ReadyNotify():
		return store, nil
	case err := <-store.Err():
		return nil, err
	case <-time.After(patience):
		store.Close()
		return nil, errors.New("not ready in time")
	}
}

func newToken() (string, error) {
	bytes := make([]byte, 24)
	_, err := rand.Read(bytes)
	return hex.EncodeToString(bytes), err
}

func startServer(
	ctx context.Context,
	cancel context.CancelCauseFunc,
	folder, store, token string,
) (*rest.Config, <-chan struct{}, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	address := listener.Addr().(*net.TCPAddr)
	signing := filepath.Join(folder, "service-accounts.key")
	if err := writeKey(signing); err != nil {
		return nil, nil, err
	}
	users := filepath.Join(folder, "users.csv")
	line := token + `,tester,tester,"system:masters"` + "\n"
	if err := os.WriteFile(users, []byte(line), 0o600); err != nil {
		return nil, nil, err
	}

	asked := options.NewServerRunOptions()
	asked.SecureServing.Listener, asked.SecureServing.BindPort = listener, address.Port
	asked.SecureServing.BindAddress = address.IP
	asked.SecureServing.ExternalAddress = address.IP
	asked.SecureServing.ServerCert.CertDirectory = filepath.Join(folder, "certificates")
	asked.ServiceClusterIPRanges = "10.0.0.0/24"
	asked.Etcd.StorageConfig.Transport.ServerList = []string{"http://" + store}
	asked.Authentication.TokenFile.TokenFile = users
	asked.Authentication.ServiceAccounts.Issuers = []string{"https://cluster.invalid"}
	asked.Authentication.ServiceAccounts.KeyFiles = []string{signing}
	asked.ServiceAccountSigningKeyFile = signing
	asked.Authorization.Modes = []string{"RBAC"}

	completed, err := asked.Complete(ctx)
	if err != nil {
		return nil, nil, err
	}
	if problems := completed.Validate(); len(problems) > 0 {
		return nil, nil, errors.Join(problems...)
	}
	config, err := app.NewConfig(completed)
	if err != nil {
		return nil, nil, err
	}
	whole, err := config.Complete()
	if err != nil {
		return nil, nil, err
	}
	server, err := app.CreateServerChain(whole)
	if err != nil {
		return nil, nil, err
	}
	prepared, err := server.PrepareRun()
	if err != nil {
		return nil, nil, err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		cancel(prepared.Run(ctx))
	}()
	return server.GenericAPIServer.LoopbackClientConfig, ended, nil
}

func writeKey(file string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	text, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// startControllers waits until the server has what they work in.
func startControllers(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		_, err := client.CoreV1().Namespaces().Get(ctx, "default", metav1.GetOptions{})
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if time.Now().After(end) {
			return fmt.Errorf("not ready in time: %w", err)
		}
	}
	made := informers.NewSharedInformerFactory(client, 0)
	apps, core := made.Apps().V1(), made.Core().V1()
	deployments, err := deployment.NewDeploymentController(
		ctx, apps.Deployments(), apps.ReplicaSets(), core.Pods(), client)
	if err != nil {
		return err
	}
	accounts, err := serviceaccount.NewServiceAccountsController(
		klog.FromContext(ctx), core.ServiceAccounts(), core.Namespaces(), client,
		serviceaccount.DefaultServiceAccountsControllerOptions())
	if err != nil {
		return err
	}
	replicas := replicaset.NewReplicaSetController(
		ctx, apps.ReplicaSets(), core.Pods(), client, replicaset.BurstReplicas)
	made.Start(ctx.Done())
	go deployments.Run(ctx, 1)
	go replicas.Run(ctx, 1)
	go accounts.Run(ctx, 1)
	return waitForAccount(ctx, client)
}

// waitForAccount waits for what every pod of the default namespace is made with.
func waitForAccount(ctx context.Context, client kubernetes.Interface) error {
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		_, err := client.CoreV1().ServiceAccounts("default").Get(ctx, "default", metav1.GetOptions{})
		if err == nil || ctx.Err() != nil || time.Now().After(end) {
			return err
		}
	}
}

// writeConfig writes how kubectl reaches the cluster: aside, then in one step to where it is looked for.
func writeConfig(server *rest.Config, file, token string) error {
	config := clientcmdapi.NewConfig()
	config.Clusters["test"] = &clientcmdapi.Cluster{
		Server:                   server.Host,
		CertificateAuthorityData: server.CAData,
		TLSServerName:            server.ServerName,
	}
	config.AuthInfos["tester"] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts["test"] = &clientcmdapi.Context{Cluster: "test", AuthInfo: "tester"}
	config.CurrentContext = "test"
	if err := clientcmd.WriteToFile(*config, file+".aside"); err != nil {
		return err
	}
	return os.Rename(file+".aside", file)
}
