import type { ApiRoute } from '../api-types.ts'
import { getStageConfig, updateStageConfig } from '../pipelines/config-vars.ts'
import { createCoupling, deleteCoupling, getAppCoupling, getCoupling, listCouplings, listPipelineCouplings, updateCoupling } from '../pipelines/couplings.ts'
import { filterApps } from '../pipelines/filters.ts'
import { getPipelineStack, listLatestBuilds, listLatestDeployments, listLatestReleases } from '../pipelines/latest.ts'
import { createPipeline, deletePipeline, getPipeline, listPipelines, updatePipeline } from '../pipelines/pipelines.ts'
import { createPromotion, getPromotion, listPromotionTargets } from '../pipelines/promotions.ts'
import { getRepository, getRepositoryBranch } from '../pipelines/repository.ts'
import { disableReviewApps, enableReviewApps, getReviewConfig, updateReviewConfig } from '../pipelines/review-app-config.ts'
import { createReviewApp, deleteReviewApp, getAppReview, getReviewApp, listReviewApps } from '../pipelines/review-apps.ts'

export const pipelineRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/pipelines', handle: listPipelines },
  { method: 'POST', path: '/pipelines', handle: createPipeline },
  { method: 'GET', path: '/pipelines/:pipeline', handle: getPipeline },
  { method: 'PATCH', path: '/pipelines/:pipeline', handle: updatePipeline },
  { method: 'DELETE', path: '/pipelines/:pipeline', handle: deletePipeline },
  { method: 'GET', path: '/pipelines/:pipeline/pipeline-couplings', handle: listPipelineCouplings },
  { method: 'GET', path: '/pipelines/:pipeline/latest-builds', handle: listLatestBuilds },
  { method: 'GET', path: '/pipelines/:pipeline/latest-releases', handle: listLatestReleases },
  { method: 'GET', path: '/pipelines/:pipeline/latest-deployments', handle: listLatestDeployments },
  { method: 'GET', path: '/pipelines/:pipeline/pipeline-stack', handle: getPipelineStack },
  { method: 'GET', path: '/pipelines/:pipeline/stage/:stage/config-vars', handle: getStageConfig },
  { method: 'PATCH', path: '/pipelines/:pipeline/stage/:stage/config-vars', handle: updateStageConfig },
  { method: 'GET', path: '/pipelines/:pipeline/repo', handle: getRepository },
  { method: 'GET', path: '/pipelines/:pipeline/repo/branches/:branch', handle: getRepositoryBranch },
  { method: 'GET', path: '/pipelines/:pipeline/review-app-config', handle: getReviewConfig },
  { method: 'POST', path: '/pipelines/:pipeline/review-app-config', handle: enableReviewApps },
  { method: 'PATCH', path: '/pipelines/:pipeline/review-app-config', handle: updateReviewConfig },
  { method: 'DELETE', path: '/pipelines/:pipeline/review-app-config', handle: disableReviewApps },
  { method: 'GET', path: '/pipelines/:pipeline/review-apps', handle: listReviewApps },
  { method: 'GET', path: '/pipeline-couplings', handle: listCouplings },
  { method: 'GET', path: '/users/~/pipeline-couplings', handle: listCouplings },
  { method: 'POST', path: '/pipeline-couplings', handle: createCoupling },
  { method: 'GET', path: '/pipeline-couplings/:coupling', handle: getCoupling },
  { method: 'PATCH', path: '/pipeline-couplings/:coupling', handle: updateCoupling },
  { method: 'DELETE', path: '/pipeline-couplings/:coupling', handle: deleteCoupling },
  { method: 'GET', path: '/apps/:app/pipeline-couplings', handle: getAppCoupling },
  { method: 'POST', path: '/filters/apps', handle: filterApps },
  { method: 'POST', path: '/pipeline-promotions', handle: createPromotion },
  { method: 'GET', path: '/pipeline-promotions/:promotion', handle: getPromotion },
  { method: 'GET', path: '/pipeline-promotions/:promotion/promotion-targets', handle: listPromotionTargets },
  { method: 'POST', path: '/review-apps', handle: createReviewApp },
  { method: 'GET', path: '/review-apps/:review', handle: getReviewApp },
  { method: 'DELETE', path: '/review-apps/:review', handle: deleteReviewApp },
  { method: 'GET', path: '/apps/:app/review-app', handle: getAppReview },
]
