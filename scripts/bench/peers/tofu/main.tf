terraform {
  required_providers {
    github = { source = "integrations/github" }
  }
}

variable "owner" {}

variable "visibility" {}

variable "repositories" {
  type = set(string)
}

variable "token" {
  sensitive = true
}

provider "github" {
  owner = var.owner
}

resource "github_repository" "this" {
  for_each   = var.repositories
  name       = each.key
  visibility = var.visibility
  auto_init  = true
}

resource "github_workflow_repository_permissions" "this" {
  for_each                     = var.repositories
  repository                   = github_repository.this[each.key].name
  default_workflow_permissions = "read"
}
