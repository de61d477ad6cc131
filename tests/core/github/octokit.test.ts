import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import {
  completeOptions,
  loadOctokit,
  limitRetries,
  type OctokitRequest,
  type PagingOctokit,
} from "../../../core/github/octokit";

// The program declares its types for octokit; here the compiler compares them with octokit's.
it("the declared part of octokit matches octokit's types", async () => {
  const Complete = Octokit.plugin(limitRetries, throttling, retry, paginateRest);
  const complete = new Complete(completeOptions({ baseUrl: "http://localhost:1" }));
  const endpoint: OctokitRequest["endpoint"] = complete.request.endpoint;
  const ask: (route: string, parameters: Record<string, unknown>) => ReturnType<OctokitRequest> =
    complete.request;
  const iterator: PagingOctokit["paginate"]["iterator"] = (_request, parameters) =>
    complete.paginate.iterator("GET /x", { ...parameters });
  const loaded = await loadOctokit({ baseUrl: "http://localhost:1" });
  for (const part of [endpoint, ask, iterator]) expect(typeof part).toBe("function");
  expect(Object.keys(loaded)).toEqual(Object.keys(complete));
  expect(loaded.request.endpoint("GET /x/{y}", { y: "a/b" })).toMatchObject({
    url: "http://localhost:1/x/a%2Fb",
  });
});
