/** Names of the language-model tools, as package.json contributes them. */
export const TOOLS = {
  list: 'winnow_list',
  plan: 'winnow_plan_removal',
  stage: 'winnow_stage_removal',
  showStaged: 'winnow_show_staged',
} as const;
