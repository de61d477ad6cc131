import * as pulumi from "@pulumi/pulumi";

// A resource that costs nothing: what is measured is the time until it is declared.
new pulumi.ComponentResource("bench:index:First", "first");
