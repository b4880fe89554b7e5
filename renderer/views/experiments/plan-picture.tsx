import type { ExperimentPlan } from '../../scene/experiment-plan.ts'

/** The steps on a line of time, and what is watched meanwhile. `at`: seconds since the method began, while it runs. */
export function PlanPicture({ plan, at = null }: { readonly plan: ExperimentPlan; readonly at?: number | null }) {
  const percent = (seconds: number): string => `${(Math.min(seconds, plan.seconds) / plan.seconds) * 100}%`
  return (
    <div className="plan">
      <section aria-label="Method">
        <h3>Method, {plan.seconds} s</h3>
        <ol className="plan-steps">
          {plan.steps.map((step, index) => (
            <li key={index} data-state={at === null ? undefined : at < step.from ? 'ahead' : at < step.to ? 'now' : 'done'}>
              <span className="plan-words"><span className="mono faint small">{step.from} s</span> {step.words}</span>
              <span className="plan-line" aria-hidden="true">
                <i data-fault={step.isFault || undefined} style={{ left: percent(step.from), width: percent(step.to - step.from) }} />
                {at !== null && <b style={{ left: percent(Math.max(0, at)) }} />}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {at === null && (
        <section aria-label="Steady state">
          <h3>Should hold</h3>
          <ul className="plan-probes">{plan.probes.map((probe) => <li key={probe.name}><b>{probe.name}</b> <span className="soft">{probe.words}</span></li>)}</ul>
        </section>
      )}
    </div>
  )
}
