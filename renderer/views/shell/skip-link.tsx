import { focusMain } from './use-focus-on-navigation.ts'

/** The first stop of the tab key: past the bar and the navigation, to the view. */
export function SkipLink() {
  return (
    <a
      className="skip"
      href="#main"
      onClick={(event) => {
        // The address keeps its fragment for the token.
        event.preventDefault()
        focusMain()
      }}
    >
      Skip to the view
    </a>
  )
}
