resource "github_actions_organization_secret" "this" {
  secret_name             = "GHCR_TOKEN"
  visibility              = "selected"
  value                   = var.token
  selected_repository_ids = [for each in github_repository.this : each.repo_id]
}
