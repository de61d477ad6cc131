import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { failureMessage, GitHubClient, GitHubRateLimit } from "../../core/github/client";
import type { DesiredRepository, DesiredStack } from "../model";
import { writesPerRepository } from "../preflight/checks/newRepositories";

/**
 * Waits until GitHub accepts writes, as writes that change nothing show. GitHub's limit of an hour's
 * writes is longer than the 20 minutes that the provider waits. It sends as many as a repository
 * takes: they and the repositories that follow use up the hour's writes, so that the next call
 * waits, and not the provider.
 */
export async function waitForWrites(
  { owner, apiAddress, credentials: { admin } }: DesiredStack,
  {
    name: repo,
    workflowPermissions = "read",
    approvePullRequests = false,
  }: Pick<DesiredRepository, "name" | "workflowPermissions" | "approvePullRequests">,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<void> {
  if (admin === undefined) return;
  const github = new GitHubClient({ token: admin.reveal(), baseUrl: apiAddress });
  const route = "PUT /repos/{owner}/{repo}/actions/permissions/workflow";
  const unchanged = {
    ...{ owner, repo, default_workflow_permissions: workflowPermissions },
    can_approve_pull_request_reviews: approvePullRequests,
  };
  for (let accepted = 0; accepted < writesPerRepository;) {
    try {
      await github.ask(route, unchanged);
      accepted += 1;
    } catch (error) {
      if (!(error instanceof GitHubRateLimit)) {
        // It throws a bug. Other failures are the provider's to report.
        failureMessage(error);
        return;
      }
      const time = `${error.until.toISOString().slice(11, 16)} UTC`;
      await pulumi.log.warn(`waiting until ${time} for GitHub's limit on writes`);
      await wait(error.until.getTime() - Date.now());
    }
  }
}
